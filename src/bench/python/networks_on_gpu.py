"""Seven networks in PyTorch on a GPU in single precision: what docs/gpu-roofline.md puts beside Lathe.

For each network and batch: the median of calls that take an image from the host and bring the result back, and of
replays of a recorded graph, which move nothing. Needs torch, torchvision and a CUDA device.
"""

import statistics
import time

import torch
from torchvision import models

NETWORKS = {
    "alexnet": models.alexnet,
    "vgg16": models.vgg16,
    "googlenet": lambda: models.googlenet(aux_logits=False, init_weights=False),
    "squeezenet1.1": models.squeezenet1_1,
    "resnet18": models.resnet18,
    "resnet50": models.resnet50,
    "mobilenetv2": models.mobilenet_v2,
}
SECONDS = 0.4
REPLAYS = 40


def from_host_to_host(network, images):
    """Median milliseconds of a call."""

    def once():
        return network(images.cuda()).cpu()

    for _ in range(5):
        once()
    times = []
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        start = time.perf_counter()
        once()
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def recorded(network, images):
    """Median milliseconds of a replay, by the device's clock."""
    inputs = images.cuda()
    beside = torch.cuda.Stream()
    beside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(beside):
        for _ in range(3):
            network(inputs)
    torch.cuda.current_stream().wait_stream(beside)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        network(inputs)
    times = []
    for _ in range(REPLAYS):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        graph.replay()
        end.record()
        torch.cuda.synchronize()
        times.append(start.elapsed_time(end))
    return statistics.median(times)


def main():
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    print("torch", torch.__version__, torch.cuda.get_device_name(0), "cuDNN", torch.backends.cudnn.version())
    with torch.inference_mode():
        for name, make in NETWORKS.items():
            network = make().eval().cuda()
            for batch in (1, 8):
                images = torch.randn(batch, 3, 224, 224)
                host, graph = from_host_to_host(network, images), recorded(network, images)
                print(f"{name:14s} batch {batch}: {host:.3f} ms from host to host, {graph:.3f} ms recorded", flush=True)


if __name__ == "__main__":
    main()
