"""What is offered: offers, their versions with the reviewed specification, and their runs."""
