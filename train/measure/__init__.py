"""Measuring what a policy can reach: pass@k with intervals, the boundary, novelty, and checks of the numbers."""
