"""The app that most people write: what ours is compared with. Run by `python -m benchmarks reruns`.

    streamlit run benchmarks/naive_app.py -- MODEL.keras

It loads the model on every rerun, squeezes the picture to 32x32, divides by 255, calls `predict`, draws by Matplotlib.
"""

import sys

import keras
import matplotlib.pyplot as plt
import numpy as np
import streamlit as st
from PIL import Image

CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]

st.title("CIFAR-10 image classifier")
uploaded = st.file_uploader("Choose an image", type=["jpg", "jpeg", "png"])
colour = st.radio("or try a sample", ["red", "green"], horizontal=True)
image = Image.open(uploaded) if uploaded else Image.new("RGB", (640, 480), colour)
st.image(image)

model = keras.models.load_model(sys.argv[1])
pixels = np.array(image.convert("RGB").resize((32, 32))) / 255.0
probs = keras.ops.softmax(model.predict(pixels[None]))[0]

st.write(f"Prediction: {CLASSES[int(np.argmax(probs))]}")
figure, axes = plt.subplots()
axes.bar(CLASSES, np.array(probs))
axes.tick_params(axis="x", rotation=45)
st.pyplot(figure)
