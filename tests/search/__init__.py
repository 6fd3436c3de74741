"""Search: words as people type them find words as people said them."""
