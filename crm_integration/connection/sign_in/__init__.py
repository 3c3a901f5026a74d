"""An administrator's own sign-in in the CRM, for one deployment of the integration solution."""
