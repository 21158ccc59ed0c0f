"""The models of this computer and of the hub: found, judged, downloaded, kept."""
