"""The design system: tokens, components, page frames, figures."""
