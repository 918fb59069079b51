"""Language models: asked where they help, never needed."""
