"""Loading an example programme from its TOML files through the product's own actions, so that nothing is special."""
