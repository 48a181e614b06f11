"""What the person sees, from the shapes to the pixels."""
