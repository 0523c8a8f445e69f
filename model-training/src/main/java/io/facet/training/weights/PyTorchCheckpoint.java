package io.facet.training.weights;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import net.razorvine.pickle.PickleException;

import io.facet.domain.UserError;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * An open checkpoint of PyTorch: the zip of 1.6 and later, the legacy format before it, or a TorchScript archive. Nothing
 * that a pickle names is run; classes other than tensors and dictionaries are carried as names.
 *
 * <p>Weights within an entry such as {@code state_dict} or {@code model} are found there, and the entries beside it are
 * named in {@link #metadata()}.
 */
public final class PyTorchCheckpoint implements TensorFile {
    private final Path path;
    private final StorageSource storages;
    private final StateDict state;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private PyTorchCheckpoint(Path path, StorageSource storages) {
        this.path = path;
        this.storages = storages;
        this.state = StateDict.in(storages.root());
        state.tensors().forEach((name, tensor) -> tensors.put(name, check(name, tensor)));
    }

    /**
     * Opens a file and reads its pickles, not yet its values.
     *
     * @param zip whether it is a zip rather than legacy
     * @throws UserError if there is no such file, it is damaged, or holds no tensors
     */
    static PyTorchCheckpoint open(Path path, boolean zip) {
        try {
            StorageSource storages = zip ? ZipStorages.open(path) : LegacyStorages.open(path);
            try {
                return new PyTorchCheckpoint(path, storages);
            } catch (RuntimeException e) {
                try {
                    storages.close();
                } catch (IOException closing) {
                    e.addSuppressed(closing);
                }
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new UserError("expected a file of weights at " + path + ", found none", e);
        } catch (IOException e) {
            throw new UserError("cannot read the PyTorch checkpoint " + path + ": " + Failures.reason(e), e);
        } catch (PickleException | UserError e) {
            throw new UserError("cannot read the PyTorch checkpoint " + path + ": " + e.getMessage(), e);
        }
    }

    static ElementType type(PickledTensor.Storage storage) {
        return Optional.ofNullable(
                        switch (storage.type()) {
                            case "DoubleStorage" -> ElementType.FLOAT64;
                            case "FloatStorage" -> ElementType.FLOAT32;
                            case "HalfStorage" -> ElementType.FLOAT16;
                            case "BFloat16Storage" -> ElementType.BFLOAT16;
                            case "LongStorage" -> ElementType.INT64;
                            case "IntStorage" -> ElementType.INT32;
                            case "ShortStorage" -> ElementType.INT16;
                            case "CharStorage" -> ElementType.INT8;
                            case "ByteStorage" -> ElementType.UINT8;
                            case "BoolStorage" -> ElementType.BOOL;
                            default -> null;
                        })
                .orElseThrow(() -> new UserError(
                        "expected a storage of floating-point numbers or integers, found " + storage.type()));
    }

    /** A view must lie within its storage, and the storage within the file: else a file could ask for any memory. */
    private TensorInfo check(String name, PickledTensor tensor) {
        PickledTensor.Storage storage = tensor.storage();
        ElementType type = type(storage);
        Shape shape = new Shape(tensor.sizes());
        try {
            long available = storages.bytes(storage.key()) / type.bytes();
            long end = Math.addExact(Math.addExact(storage.start(), tensor.offset()), tensor.span());
            if (end > available || shape.elements() > available) {
                throw new UserError("tensor " + name + ": expected at least " + Math.max(end, shape.elements())
                        + " elements in storage " + storage.key() + ", found " + available);
            }
        } catch (ArithmeticException e) {
            throw new UserError("tensor " + name + ": expected a size within 2^63, found " + shape, e);
        }
        return new TensorInfo(name, type, shape);
    }

    @Override
    public String format() {
        return storages.format();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** {@code entry}: where the tensors were found; {@code left out}: the entries beside it. */
    @Override
    public Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (!state.entry().isEmpty()) {
            metadata.put("entry", state.entry());
        }
        if (!state.left().isEmpty()) {
            metadata.put("left out", String.join(", ", state.left()));
        }
        return metadata;
    }

    @Override
    public HostTensor read(String name) {
        PickledTensor tensor = state.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor " + name + " in " + path);
        }
        ElementType type = type(tensor.storage());
        Shape shape = new Shape(tensor.sizes());
        long offset = (tensor.storage().start() + tensor.offset()) * type.bytes();
        try (ReadableByteChannel channel = storages.open(tensor.storage().key(), offset)) {
            if (tensor.contiguous()) {
                return ElementReader.read(channel, type, storages.order(), shape);
            }
            HostTensor span = ElementReader.read(channel, type, storages.order(), Shape.of(tensor.span()));
            return gather(span, tensor, shape);
        } catch (IOException e) {
            throw new UserError("cannot read tensor " + name + " of " + path + ": " + e.getMessage(), e);
        }
    }

    /** Puts the elements of a transposed or cut view in row-major order. */
    private static HostTensor gather(HostTensor span, PickledTensor tensor, Shape shape) {
        int count = (int) shape.elements();
        float[] floats = span instanceof HostTensor.Floats values ? values.values() : null;
        long[] longs = span instanceof HostTensor.Longs values ? values.values() : null;
        float[] floatsOut = floats == null ? null : new float[count];
        long[] longsOut = longs == null ? null : new long[count];
        long[] index = new long[shape.rank()];
        int from = 0;
        for (int to = 0; to < count; to++) {
            if (floats != null) {
                floatsOut[to] = floats[from];
            } else {
                longsOut[to] = longs[from];
            }
            for (int axis = index.length - 1; axis >= 0; axis--) {
                from += (int) tensor.strides()[axis];
                if (++index[axis] < tensor.sizes()[axis]) {
                    break;
                }
                from -= (int) (tensor.sizes()[axis] * tensor.strides()[axis]);
                index[axis] = 0;
            }
        }
        return floats != null ? new HostTensor.Floats(shape, floatsOut) : new HostTensor.Longs(shape, longsOut);
    }

    @Override
    public void close() {
        try {
            storages.close();
        } catch (IOException e) {
            throw new UserError("cannot close " + path + ": " + e.getMessage(), e);
        }
    }
}
