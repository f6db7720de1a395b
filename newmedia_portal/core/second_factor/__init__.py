"""The second factor (第二因素): a code from the person's phone after the password, with recovery codes on paper."""
