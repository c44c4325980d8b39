"""The same house with no cloud: stand-ins for every outside party, over real protocols on loopback."""
