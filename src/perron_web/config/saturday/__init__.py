"""A simulated Saturday: invented pairs walk real lists, knock, report, lose the network, come back."""
