"""What people are called who are named on the command line by their user name."""

import re


def names_from(user_name: str, e_mail: str) -> tuple[str, str]:
    """Returns the first and last name that an e-mail address like first.last@… tells, else the user name.

    Both names are required of a user: a single word is followed by "User".
    """
    for text in (e_mail, user_name):
        words = [word.capitalize() for word in re.split(r"[\W_]+", text.partition("@")[0]) if word]
        if len(words) > 1:
            return " ".join(words[:-1]), words[-1]
    return user_name.partition("@")[0].capitalize(), "User"
