"""Pages of papers that show what is stored; pages that need computed figures are the workspace's."""
