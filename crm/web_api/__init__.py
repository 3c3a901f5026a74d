"""The Dataverse Web API v9.2 of the embedded CRM, and the endpoints that give out its tokens."""
