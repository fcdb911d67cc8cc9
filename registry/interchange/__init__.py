"""Other people's shapes: files and feeds in (read, compared, applied), and the public offers out. A reader turns one
format into `Record`s and knows no database; `plan` compares them with what is here; `service` carries a plan out."""
