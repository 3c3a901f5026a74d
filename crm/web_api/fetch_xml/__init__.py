"""``?fetchXml=``: queries in FetchXML, answered with the same means as those of OData."""
