package io.facet.training.engine.djl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;

import io.facet.training.engine.AdamWStep;

/**
 * What torch can do and DJL's arrays do not offer: fused attention, transposed convolution, the fused AdamW step and
 * operations on many tensors at once. They are methods of a TorchScript module, written here as source.
 *
 * <p>Native memory: the module is allocated by the constructor and owned by this object until {@link #close()}.
 */
final class TorchFunctions implements AutoCloseable {
    /**
     * In the serialised form of TorchScript. What is updated in place comes in as a list: of a list made inside, torch
     * does not see that its members change, and drops the call.
     */
    private static final String SOURCE = """
            class Functions(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def attention(self: __torch__.Functions, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
                return torch.scaled_dot_product_attention(q, k, v)
              def causal_attention(self: __torch__.Functions, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
                return torch.scaled_dot_product_attention(q, k, v, None, 0., True)
              def quick_gelu(self: __torch__.Functions, x: Tensor) -> Tensor:
                return torch.mul(torch.silu(torch.mul(x, 1.702)), 0.5875440658049353)
              def clamp(self: __torch__.Functions, x: Tensor, low: Tensor, high: Tensor) -> Tensor:
                return torch.clamp(x, low, high)
              def conv_transpose(self: __torch__.Functions, x: Tensor, weight: Tensor, bias: Tensor, stride: Tensor, padding: Tensor) -> Tensor:
                s = int(stride)
                p = int(padding)
                return torch.conv_transpose2d(x, weight, bias, [s, s], [p, p])
              def differentiable(self: __torch__.Functions, x: Tensor) -> bool:
                return x.requires_grad
              def norm(self: __torch__.Functions, tensors: List[Tensor]) -> float:
                return float(torch.linalg_vector_norm(torch.stack(torch._foreach_norm(tensors, 2, dtype=7)), 2))
              def scale(self: __torch__.Functions, tensors: List[Tensor], factor: float) -> bool:
                torch._foreach_mul_(tensors, factor)
                return True
              def move(self: __torch__.Functions, target: Tensor, source: Tensor, share: float) -> bool:
                if torch.eq(share, 1.):
                  torch.copy_(target, source)
                else:
                  torch.lerp_(target, source, share)
                return True
              def adam_w(self: __torch__.Functions, parameter: List[Tensor], gradient: List[Tensor], mean: List[Tensor], variance: List[Tensor], step: float, rate: float, beta1: float, beta2: float, decay: float, epsilon: float) -> bool:
                none = annotate(List[Tensor], [])
                torch._fused_adamw_(parameter, gradient, mean, variance, none, [torch.tensor(step, dtype=6)], lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
                return True
            """;

    /** The pickled module: an object of the class with its one attribute, training = true. */
    private static final String OBJECT =
            "\u0080\u0002c__torch__\nFunctions\nq\u0000)\u0081}(X\b\u0000\u0000\u0000trainingq\u0001\u0088ubq\u0002.";

    /** The pickled empty tuple: no constants. */
    private static final String CONSTANTS = "\u0080\u0002).";

    /** Names the method in the list of inputs, by DJL's convention. */
    private static final String METHOD = "module_method:";

    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final Map<String, NDArray> methods = new HashMap<>();

    TorchFunctions(Device device) {
        manager = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(device);
        try {
            module = JniUtils.loadModule(manager, new ByteArrayInputStream(archive()), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read from memory", e);
        }
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            write(zip, "functions/data.pkl", OBJECT);
            write(zip, "functions/code/__torch__.py", SOURCE);
            write(zip, "functions/constants.pkl", CONSTANTS);
            write(zip, "functions/version", "3\n");
        }
        return bytes.toByteArray();
    }

    private static void write(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.ISO_8859_1));
        zip.closeEntry();
    }

    /** Calls a method that gives a tensor; gradients flow. The result belongs to the first input's manager. */
    PtNDArray apply(String method, NDArray... inputs) {
        NDList list = new NDList(inputs);
        list.add(methods.computeIfAbsent(method, this::methodName));
        return (PtNDArray) IValueUtils.forward(module, list, true).get(0);
    }

    private NDArray methodName(String method) {
        NDArray name = manager.create(0f);
        name.setName(METHOD + method);
        return name;
    }

    /** Whether gradients flow to anything from x. DJL's own query crashes the process for a tensor without. */
    boolean differentiable(PtNDArray x) {
        try (IValue tensor = IValue.from(x);
                IValue result = IValueUtils.runMethod(module, "differentiable", tensor)) {
            return result.toBoolean();
        }
    }

    /** √ Σ x² of all elements of all tensors, in float64. */
    double norm(PtNDArray... tensors) {
        try (IValue list = IValue.listFrom(tensors);
                IValue norm = IValueUtils.runMethod(module, "norm", list)) {
            return norm.toDouble();
        }
    }

    /** Multiplies each in place. */
    void scale(double factor, PtNDArray... tensors) {
        update("scale", IValue.listFrom(tensors), IValue.from(factor));
    }

    /** target ← (1 − share) · target + share · source; 1 copies. */
    void move(PtNDArray target, PtNDArray source, double share) {
        update("move", IValue.from(target), IValue.from(source), IValue.from(share));
    }

    /** One AdamW step; the decay is scaled by the rate. */
    void adamW(PtNDArray parameter, PtNDArray gradient, PtNDArray mean, PtNDArray variance, AdamWStep step) {
        update(
                "adam_w",
                IValue.listFrom(parameter),
                IValue.listFrom(gradient),
                IValue.listFrom(mean),
                IValue.listFrom(variance),
                IValue.from((double) step.step()),
                IValue.from(step.rate()),
                IValue.from(step.beta1()),
                IValue.from(step.beta2()),
                IValue.from(step.weightDecay()),
                IValue.from(step.epsilon()));
    }

    /** Runs without recording gradients, and frees the arguments. */
    private void update(String method, IValue... arguments) {
        try {
            IValueUtils.runMethod(module, method, arguments).close();
        } finally {
            for (IValue argument : arguments) {
                argument.close();
            }
        }
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
