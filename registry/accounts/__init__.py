"""Accounts: who can sign in, how they prove themselves, and which roles the registry gives them. What somebody is in a
provider is a membership, and stands with the providers."""
