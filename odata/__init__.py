"""What both Web APIs share: query options, paging, ETags, errors, batch parsing. Knows no app."""
