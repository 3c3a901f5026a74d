# ruff: noqa: E501
"""The invented companies and salespeople of the demo, as plain data.

Two systems that are demonstrated together each carry this list on their own. Of the forty companies the
back office has the first twenty-eight and the CRM the last twenty-four, so that twelve are in both;
``CRM_SPELLINGS`` says how the CRM writes some of those twelve differently.
"""

from typing import Final, NamedTuple

DEMO_BASE_CURRENCY: Final = "EUR"


class DemoCompany(NamedTuple):
    """One invented company with its contact person; ``country`` is a name in English."""

    name: str
    street: str
    post_code: str
    city: str
    country: str
    phone: str
    e_mail: str
    website: str
    currency: str
    contact_first_name: str
    contact_last_name: str
    contact_e_mail: str
    salesperson_code: str


class DemoSalesperson(NamedTuple):
    """One invented salesperson; the code is blank for a user whom only the CRM knows."""

    code: str
    first_name: str
    last_name: str
    job_title: str
    e_mail: str
    mobile_phone: str


DEMO_SALESPEOPLE: Final = (
    DemoSalesperson("KB", "Karin", "Berge", "Sales Manager", "karin.berge@demo.example", "+1 312 555 0141"),
    DemoSalesperson("TM", "Tomas", "Mercer", "Salesperson", "tomas.mercer@demo.example", "+1 312 555 0142"),
    DemoSalesperson("AO", "Amina", "Osei", "Salesperson", "amina.osei@demo.example", "+1 312 555 0143"),
    DemoSalesperson("JV", "Joost", "Vermaat", "Salesperson", "joost.vermaat@demo.example", "+31 20 555 0144"),
    DemoSalesperson(
        "LH", "Lena", "Hartvig", "Key Account Manager", "lena.hartvig@demo.example", "+47 555 0145"
    ),
)
CRM_ONLY_USER: Final = DemoSalesperson(
    "", "Petra", "Lindqvist", "Sales Trainee", "petra.lindqvist@demo.example", "+46 8 555 0146"
)

ERP_DEMO_RANGE: Final = range(28)
CRM_DEMO_RANGE: Final = range(16, 40)

# name | street | post code | city | country | phone | domain | currency | contact person | salesperson
_ROWS: Final = """
Larkspur Kitchens|12 Foundry Lane|60607|Chicago|United States|+1 312 555 0101|larkspurkitchens|USD|Nora Whitfield|KB
Halden Trelast|Tangen 4|1767|Halden|Norway|+47 555 01 002|haldentrelast|NOK|Sindre Aas|LH
Vermeulen Verlichting|Keizerskade 88|1015 CN|Amsterdam|Netherlands|+31 20 555 0103|vermeulenverlichting|EUR|Fleur Vermeulen|JV
Copperfield & Daughters|7 Tanner Row|YO1 6JB|York|United Kingdom|+44 1904 555 104|copperfielddaughters|GBP|Imogen Copperfield|AO
Blue Heron Outfitters|450 Harbor Street|04101|Portland|United States|+1 207 555 0105|blueheronoutfitters|USD|Caleb Norwood|TM
Fjellvik Mekaniske|Verkstedveien 19|6800|Førde|Norway|+47 555 01 006|fjellvikmekaniske|NOK|Ragnhild Fjellvik|LH
Atelier Sauvignac|24 rue des Tisserands|69004|Lyon|France|+33 4 55 50 01 07|ateliersauvignac|EUR|Mathieu Sauvignac|JV
Granite Peak Dairy|2300 Summit Road|05401|Burlington|United States|+1 802 555 0108|granitepeakdairy|USD|Hazel Lindgren|TM
Norrsken Möbler|Björkgatan 31|753 27|Uppsala|Sweden|+46 18 555 0109|norrskenmobler|SEK|Oskar Hedlund|KB
Tidewater Bicycles|18 Chandler Avenue|23510|Norfolk|United States|+1 757 555 0110|tidewaterbicycles|USD|Priya Raman|AO
Van Rhijn Plantsoen|Molenlaan 5|2312 GH|Leiden|Netherlands|+31 71 555 0111|vanrhijnplantsoen|EUR|Bram van Rhijn|JV
Quillfeather Press|3 Inkwell Yard|EH1 1RF|Edinburgh|United Kingdom|+44 131 555 0112|quillfeatherpress|GBP|Alasdair Quill|AO
Oslofjord Seilmakeri|Sjøgata 2|1606|Fredrikstad|Norway|+47 555 01 013|oslofjordseil|NOK|Tuva Krogstad|LH
Redwood Instruments|95 Cypress Boulevard|95060|Santa Cruz|United States|+1 831 555 0114|redwoodinstruments|USD|Miguel Arredondo|KB
Kastanje Delikatesser|Strandvej 140|8000|Aarhus|Denmark|+45 55 50 01 15|kastanjedeli|EUR|Astrid Kjeldsen|LH
Brightwater Pumps|1 Reservoir Drive|80202|Denver|United States|+1 303 555 0116|brightwaterpumps|USD|Owen Castellan|TM
Sognefjord Sideri|Fruktvegen 8|6858|Fardal|Norway|+47 555 01 017|sognefjordsideri|NOK|Eirik Sogn|LH
Harrow & Finch Tailors|61 Needle Street|M4 1HN|Manchester|United Kingdom|+44 161 555 0118|harrowfinch|GBP|Beatrice Finch|AO
Maple Hollow Furniture|740 Orchard Road|05602|Montpelier|United States|+1 802 555 0119|maplehollow|USD|Jonas Everett|KB
De Gouden Zeef|Stationsstraat 27|3511 EE|Utrecht|Netherlands|+31 30 555 0120|degoudenzeef|EUR|Sanne Dekker|JV
Lantern Bay Hotels|15 Esplanade|04609|Bar Harbor|United States|+1 207 555 0121|lanternbay|USD|Victoria Aldous|TM
Werkstatt Morgenrot|Gerberstraße 9|04105|Leipzig|Germany|+49 341 555 0122|werkstattmorgenrot|EUR|Jürgen Adler|JV
Skagen Keramik|Havnevej 33|9990|Skagen|Denmark|+45 55 50 01 23|skagenkeramik|EUR|Mette Overgaard|LH
Pinecrest Veterinary Supply|208 Meadow Lane|83702|Boise|United States|+1 208 555 0124|pinecrestvet|USD|Daniela Frost|AO
Bergsala Glasbruk|Hyttvägen 6|361 30|Emmaboda|Sweden|+46 471 555 0125|bergsalaglas|SEK|Linnea Bergsala|KB
Cobalt River Coffee|33 Mill Street|97205|Portland|United States|+1 503 555 0126|cobaltriver|USD|Tessa Monroe|TM
Nordlys Friluft|Storgata 112|9008|Tromsø|Norway|+47 555 01 027|nordlysfriluft|NOK|Henrik Nordli|LH
Ashdown Garden Machinery|Unit 4, Weald Park|TN22 1AB|Uckfield|United Kingdom|+44 1825 555 128|ashdowngarden|GBP|Graham Ashdown|AO
Silver Birch Stationers|510 Paper Mill Road|01040|Holyoke|United States|+1 413 555 0129|silverbirch|USD|Lydia Marchetti|KB
Drøbak Båtbyggeri|Parrvika 3|1440|Drøbak|Norway|+47 555 01 030|drobakbat|NOK|Kaja Solberg|LH
Molenwiek Bakkerijen|Korenmarkt 14|7311 LR|Apeldoorn|Netherlands|+31 55 555 0131|molenwiek|EUR|Pieter Molenaar|JV
Prairie Sky Optics|1200 Lakeshore Plaza|55401|Minneapolis|United States|+1 612 555 0132|prairieskyoptics|USD|Sylvia Tran|TM
Cantina Belmonte|Via dei Lecci 21|50125|Firenze|Italy|+39 055 555 0133|cantinabelmonte|EUR|Chiara Belmonte|JV
Thistle and Thorn Nurseries|Glen Road 2|IV2 3EG|Inverness|United Kingdom|+44 1463 555 134|thistlethorn|GBP|Fiona Strachan|AO
Desert Bloom Ceramics|77 Saguaro Court|85701|Tucson|United States|+1 520 555 0135|desertbloom|USD|Rafael Ibarra|KB
Västkust Segel|Hamngatan 18|451 31|Uddevalla|Sweden|+46 522 555 0136|vastkustsegel|SEK|Malin Åkesson|KB
Evergreen Rail Models|9 Signal Box Way|98402|Tacoma|United States|+1 253 555 0137|evergreenrail|USD|Walter Pruitt|TM
Huset Lavendel|Torvet 7|4600|Køge|Denmark|+45 55 50 01 38|husetlavendel|EUR|Signe Damgaard|LH
Marisol Textiles|Calle del Telar 52|46003|Valencia|Spain|+34 955 501 139|marisoltextiles|EUR|Lucía Marisol|JV
Stonebridge Archery|26 Fletcher Close|HR1 2LR|Hereford|United Kingdom|+44 1432 555 140|stonebridgearchery|GBP|Edmund Vale|AO
"""


def _company(row: str) -> DemoCompany:
    name, street, post_code, city, country, phone, domain, currency, person, salesperson = row.split("|")
    first_name, last_name = person.split(" ", 1)
    host = f"{domain}.example"
    return DemoCompany(
        name=name,
        street=street,
        post_code=post_code,
        city=city,
        country=country,
        phone=phone,
        e_mail=f"post@{host}",
        website=f"https://www.{host}",
        currency=currency,
        contact_first_name=first_name,
        contact_last_name=last_name,
        contact_e_mail=f"contact@{host}",
        salesperson_code=salesperson,
    )


DEMO_COMPANIES: Final = tuple(_company(row) for row in _ROWS.strip().splitlines())

# How the CRM writes some of the companies that both systems have.
CRM_SPELLINGS: Final[dict[int, dict[str, str]]] = {
    17: {"phone": "0161 555 0118"},
    19: {"street": "Stationsstr. 27", "city": "UTRECHT"},
    21: {"street": "Gerberstr. 9", "phone": "+49 (0)341 555 0122"},
    24: {"country": "SE"},
    26: {"street": "Storgt. 112"},
}
