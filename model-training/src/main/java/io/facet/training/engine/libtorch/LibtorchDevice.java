package io.facet.training.engine.libtorch;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.facet.domain.UserError;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Precision;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * Where libtorch computes, and in which precision. Takes values there and back.
 *
 * @param index among the GPUs of the host; 0 for a CPU
 */
record LibtorchDevice(io.facet.training.engine.Device kind, int index, Precision precision) {
    /** Sets libtorch up for these settings. */
    static LibtorchDevice open(EngineSettings settings, int rank) {
        load();
        int index = 0;
        if (settings.device() == io.facet.training.engine.Device.CUDA) {
            index = rank % requireGpus();
        }
        if (settings.threads() > 0) {
            torch.set_num_threads(settings.threads());
            // Matrix products are OpenBLAS's, which has threads of its own.
            try (PointerScope scope = new PointerScope()) {
                openblas_nolapack.blas_set_num_threads(settings.threads());
            }
        }
        return new LibtorchDevice(settings.device(), index, settings.precision());
    }

    private static void load() {
        try {
            Loader.load(torch.class);
        } catch (UnsatisfiedLinkError e) {
            throw new UserError("libtorch can't be loaded here: " + firstLine(e), e);
        }
    }

    private static int requireGpus() {
        if (!torch.cuda_is_available()) {
            throw new UserError("device CUDA: expected a GPU and a build with GPU natives (Maven profile cuda), found "
                    + (torch.hasCUDA() ? "GPU natives but no usable GPU" : "CPU natives"));
        }
        return torch.cuda_device_count();
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    boolean isGpu() {
        return kind == io.facet.training.engine.Device.CUDA;
    }

    String description() {
        String place = isGpu() ? "CUDA device " + index : "CPU";
        int threads = torch.get_num_threads();
        return "libtorch " + version() + ", " + place + ", " + precision + ", " + threads
                + (threads == 1 ? " thread" : " threads");
    }

    private static String version() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch");
        } catch (IOException e) {
            throw new UncheckedIOException("the version of libtorch can't be read", e);
        }
    }

    /** Switches automatic mixed precision on for the calling thread where it is asked for. */
    void enterThread() {
        if (precision == Precision.BF16) {
            torch.set_autocast_dtype(type(), ScalarType.BFloat16);
            // Copies of weights in bfloat16 that were kept would miss updates, and gradients in checkpointed blocks.
            torch.set_autocast_cache_enabled(false);
            torch.set_autocast_enabled(type(), true);
        }
    }

    void leaveThread() {
        if (precision == Precision.BF16) {
            torch.set_autocast_enabled(type(), false);
        }
    }

    private DeviceType type() {
        return isGpu() ? DeviceType.CUDA : DeviceType.CPU;
    }

    /** A copy of the values on the device; belongs to the innermost scope. */
    Tensor tensor(HostTensor value) {
        long[] sizes = value.shape().sizes();
        if (value instanceof HostTensor.Floats floats) {
            Tensor tensor = onHost(sizes, ScalarType.Float);
            tensor.data_ptr_float().put(floats.values(), 0, floats.values().length);
            return toDevice(tensor);
        }
        long[] values = ((HostTensor.Longs) value).values();
        Tensor tensor = onHost(sizes, ScalarType.Long);
        tensor.data_ptr_long().put(values, 0, values.length);
        return toDevice(tensor);
    }

    /** A copy of float64 values. */
    Tensor doubles(double[] values) {
        Tensor tensor = onHost(new long[] {values.length}, ScalarType.Double);
        tensor.data_ptr_double().put(values, 0, values.length);
        return toDevice(tensor);
    }

    private static Tensor onHost(long[] sizes, ScalarType type) {
        return torch.empty(sizes, new TensorOptions(type), new MemoryFormatOptional());
    }

    private Tensor toDevice(Tensor tensor) {
        return isGpu() ? tensor.to(device(), tensor.scalar_type()) : tensor;
    }

    private Device device() {
        return new Device(isGpu() ? DeviceType.CUDA : DeviceType.CPU, (byte) (isGpu() ? index : -1));
    }

    Tensor scalar(double value) {
        return zeros(ScalarType.Float).fill_(new Scalar(value));
    }

    /** A scalar 0. */
    Tensor zeros(ScalarType type) {
        return empty(type).zero_();
    }

    /** Room for values. */
    Tensor empty(ScalarType type, long... sizes) {
        Tensor tensor = torch.empty(sizes, new TensorOptions(type), new MemoryFormatOptional());
        return toDevice(tensor);
    }

    HostTensor.Floats floats(Tensor tensor, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        try (PointerScope temporary = new PointerScope()) {
            toHost(tensor, ScalarType.Float).data_ptr_float().get(values, 0, values.length);
        }
        return new HostTensor.Floats(shape, values);
    }

    HostTensor.Longs longs(Tensor tensor, Shape shape) {
        if (tensor.is_floating_point()) {
            throw new IllegalArgumentException("longs: expected int64 values, found floating-point ones of " + shape);
        }
        long[] values = new long[Math.toIntExact(shape.elements())];
        try (PointerScope temporary = new PointerScope()) {
            toHost(tensor, ScalarType.Long).data_ptr_long().get(values, 0, values.length);
        }
        return new HostTensor.Longs(shape, values);
    }

    private static Tensor toHost(Tensor tensor, ScalarType type) {
        return tensor.detach().to(new Device(DeviceType.CPU), type).contiguous();
    }
}
