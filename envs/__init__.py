"""Text environments with verifiable rewards: text in, text out. Knows nothing of tokens, models or training."""
