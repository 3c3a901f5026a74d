"""What is in the way of a connection to a CRM on premises."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "authentication_type_not_supported": _(
        "This authentication type is not supported. Online, choose OAuth 2.0 client credentials; "
        "on premises, choose AD or IFD, and say the same after AuthType= in the connection string."
    ),
    "environment_is_online": _(
        "The environment at %(message)s is online. Choose OAuth 2.0 client credentials; AD and IFD are for "
        "%(crm_product)s on premises."
    ),
    "connection_string_missing": _(
        r"Enter the connection string, such as AuthType=AD;Url=https://crm.contoso.com/Contoso;"
        r"Domain=CONTOSO;Username=integration;Password={PASSWORD}."
    ),
    "connection_string_invalid": _(
        "The connection string is not a list of words with values, such as AuthType=AD;Url=https://…. End "
        "every value with a semicolon. Put one in quotation marks that holds a semicolon, begins with a "
        "quotation mark or reads like Password=."
    ),
    "connection_string_word_unknown": _(
        "The connection string holds a word that is not known here. Known are: %(message)s. Put a value that "
        "holds a semicolon in quotation marks."
    ),
    "connection_string_word_twice": _("The connection string says %(message)s twice. Leave one of them out."),
    "connection_string_two_secrets": _(
        "The connection string holds a password and a client secret. Leave one of them out."
    ),
    "connection_string_other_type": _(
        "The connection string says AuthType=%(message)s. Choose the same authentication type."
    ),
    "connection_string_other_url": _(
        "The connection string names another address than the environment URL %(message)s. "
        "Enter the same one."
    ),
    "user_name_missing": _(
        "The connection string names no user. Add Username= and, where it is no e-mail address, Domain=."
    ),
    "user_name_invalid": _(
        r"The user name %(message)s is neither DOMAIN\user nor an e-mail address. Add Domain= to the "
        "connection string, or write the domain before the name."
    ),
    "password_missing": _("Enter the password of the user whom the connection string names."),
    "windows_user_refused": _(
        "%(crm_product)s refuses the user or the password. Check Domain and Username in the connection "
        "string, and enter the password again."
    ),
    "ntlm_not_offered": _(
        "The server does not sign in Windows users (NTLM), it asks for: %(message)s. If it asks for Bearer, "
        "choose the authentication type IFD; else have Windows Authentication switched on for the website of "
        "%(crm_product)s."
    ),
    "sdk_version_unknown": _("The SDK version must be one of: %(message)s."),
    "sdk_version_too_new": _(
        "The SDK version is newer than %(crm_product)s, which has version %(message)s. Choose one that is "
        "not newer, or none: then the version of %(crm_product)s is used."
    ),
    "client_id_missing": _(
        "The connection string names no application. Add ClientId=, the client ID that is registered with "
        "the AD FS."
    ),
    "authority_missing": _(
        "Enter the sign-in authority: the address of the AD FS that %(crm_product)s trusts, such as "
        "https://sts.contoso.com."
    ),
    "authority_not_named": _(
        "%(crm_product)s at this URL names no AD FS to sign in at (%(message)s). If it signs Windows users "
        "in, choose the authentication type AD; else have claims-based authentication and OAuth switched on."
    ),
    "authority_not_confirmed": _(
        "%(crm_product)s has people sign in at %(message)s, which is not the sign-in authority that you "
        "entered. Nothing was sent there. If that is your AD FS, enter it as the sign-in authority."
    ),
    "resource_not_confirmed": _(
        "%(crm_product)s asks for a token for %(message)s, which is another address than its own. Nobody was "
        "signed in. If that is how your AD FS knows %(crm_product)s, add Resource=%(message)s to the "
        "connection string."
    ),
    "invalid_grant": _(
        "The sign-in authority refuses the user or the password. Check Username in the connection string, "
        "and enter the password again. (%(message)s)"
    ),
    "authority_invalid": _(
        "The sign-in authority must be the address of an AD FS: https:// and its host, such as "
        "https://sts.contoso.com."
    ),
}
