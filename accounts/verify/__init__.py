"""The public check (账号核验): is this account an official one; answered to anybody, from the register alone."""
