"""What the style guide shows, one module per topic: tokens and figures, runs in every state, filters, the parts of an
offer, lists. All values are invented here; words come from the same functions as on the pages, so that the guide
cannot show a state the pages do not know."""
