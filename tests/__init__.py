"""The shields of rotacast; a package so that no dependency's folder of this name hides it."""
