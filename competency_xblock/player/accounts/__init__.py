"""Who may come in: accounts, roles, logging in and out, and the limit on failed logins."""
