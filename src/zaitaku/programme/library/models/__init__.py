"""Guidelines and notices with who opened them, the casebook, videos."""
