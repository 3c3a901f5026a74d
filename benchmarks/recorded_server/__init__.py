"""A CRM that only plays back: it answers the Web API with prepared bytes, so that its speed hardly counts."""
