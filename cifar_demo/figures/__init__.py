"""Results into Plotly figures and RGB arrays: pure functions, one colour theme."""
