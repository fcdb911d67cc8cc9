"""The sections of an offer's page, one file each: in short, what one gains, what one gets, dates and cost, who checked
it."""
