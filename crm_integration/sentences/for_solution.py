"""What the integration solution lacks in the CRM, and what deploying it restored."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "solution_deployed": _("The integration solution is deployed, version %(version)s."),
    "solution_not_readable": _(
        "What there is of the integration solution cannot be read in %(crm_product)s: %(message)s"
    ),
    "solution_standard_table_missing": _(
        "%(crm_product)s has no table %(of_table)s. Install %(crm_product)s in the environment first."
    ),
    "solution_publisher_missing": _("The publisher %(publisher)s with the prefix %(prefix)s is missing."),
    "solution_publisher_missing_restored": _(
        "The publisher %(publisher)s with the prefix %(prefix)s was added."
    ),
    "solution_missing": _("The solution %(solution)s is missing."),
    "solution_missing_restored": _("The solution %(solution)s was added."),
    "solution_of_other_version": _(
        "The solution %(solution)s has the version %(found)s; it should be %(version)s."
    ),
    "solution_of_other_version_restored": _(
        "The solution %(solution)s was brought from version %(found)s to %(version)s."
    ),
    "solution_table_missing": _("The table %(of_table)s is missing."),
    "solution_table_missing_restored": _("The table %(of_table)s was added with its columns."),
    "solution_column_missing": _("The column %(column)s of the table %(of_table)s is missing."),
    "solution_column_missing_restored": _("The column %(column)s was added to the table %(of_table)s."),
    "solution_column_of_other_kind": _(
        "The column %(column)s of the table %(of_table)s is of the type %(found)s instead of %(kind)s. "
        "Remove it in %(crm_product)s, then redeploy the integration solution; what it holds is lost."
    ),
    "solution_table_label_changed": _("The table %(of_table)s is called “%(found)s” instead of “%(label)s”."),
    "solution_table_label_changed_restored": _("The table %(of_table)s is called “%(label)s” again."),
    "solution_column_label_changed": _(
        "The column %(column)s of the table %(of_table)s is called “%(found)s” instead of “%(label)s”."
    ),
    "solution_column_label_changed_restored": _(
        "The column %(column)s of the table %(of_table)s is called “%(label)s” again."
    ),
    "solution_column_too_short": _(
        "The column %(column)s of the table %(of_table)s takes %(found)s characters; it should take "
        "%(length)s."
    ),
    "solution_column_too_short_restored": _(
        "The column %(column)s of the table %(of_table)s takes %(length)s characters again."
    ),
    "solution_component_outside": _("%(what)s does not belong to the solution."),
    "solution_component_outside_restored": _("%(what)s belongs to the solution again."),
    "solution_role_missing": _("The security role %(role)s is missing."),
    "solution_role_missing_restored": _("The security role %(role)s was added with its privileges."),
    "solution_role_missing_returned": _(
        "The security role %(role)s was added with its privileges, but nobody has it any more. "
        "Give it again in %(crm_product)s to those who are to have it."
    ),
    "solution_privileges_missing": _(
        "The security role %(role)s lacks privileges (%(count)s): %(privileges)s."
    ),
    "solution_privileges_missing_restored": _(
        "The security role %(role)s got privileges that it lacked (%(count)s): %(privileges)s."
    ),
    "solution_user_role_missing": _("The user %(user)s does not have the security role %(role)s."),
    "solution_user_role_missing_restored": _("The user %(user)s was given the security role %(role)s."),
    "solution_redeployed": _("The integration solution was deployed."),
    "solution_unchanged": _("The integration solution is as it should be. Nothing was changed."),
    "solution_incomplete": _(
        "The integration solution is not complete. See what is to be done beside the form."
    ),
    "administrator_missing": _(
        "Enter the client ID and the client secret of an application whose user in %(crm_product)s has "
        "the security roles System Administrator and System Customizer."
    ),
    "administrator_lacks_roles": _(
        "Who deploys the integration solution needs the security roles System Administrator and System "
        "Customizer in %(crm_product)s. Missing: %(message)s. Have them given there, or sign in as somebody "
        "who has them. Nothing was changed."
    ),
    "environment_missing": _("Enter and save the environment URL and the tenant first."),
}
