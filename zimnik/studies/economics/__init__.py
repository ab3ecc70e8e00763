"""Questions of money: whether an investment pays, and the national frame."""
