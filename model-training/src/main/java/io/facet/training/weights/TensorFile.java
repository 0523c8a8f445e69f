package io.facet.training.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;

import io.facet.domain.UserError;
import io.facet.training.tensor.HostTensor;

/**
 * An open file of named tensors. What is in it is known at once, values are read when asked for, so that a file larger
 * than memory can be listed. For one thread; whoever opens it closes it.
 */
public sealed interface TensorFile extends AutoCloseable permits SafetensorsFile, PyTorchCheckpoint {
    /**
     * Opens a file of weights, whose format is told from its first bytes, not its name.
     *
     * @throws UserError if there is no such file, it is of none of the formats, or it is damaged
     */
    static TensorFile open(Path path) {
        byte[] start;
        try (InputStream stream = Files.newInputStream(path)) {
            start = stream.readNBytes(9);
        } catch (NoSuchFileException e) {
            throw new UserError("expected a file of weights at " + path + ", found none", e);
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + Failures.reason(e), e);
        }
        if (start.length > 2 && start[0] == 'P' && start[1] == 'K') {
            return PyTorchCheckpoint.open(path, true);
        }
        if (start.length > 2 && start[0] == (byte) 0x80 && start[1] <= 5 && start[1] > 0) {
            return PyTorchCheckpoint.open(path, false);
        }
        if (start.length > 8 && start[8] == '{') {
            return SafetensorsFile.open(path);
        }
        throw new UserError("expected a PyTorch checkpoint (zip or legacy) or safetensors at " + path
                + ", found a file that begins with the bytes "
                + HexFormat.ofDelimiter(" ").formatHex(start));
    }

    /** What the file is, for people: {@code safetensors}, {@code PyTorch zip}. */
    String format();

    /** All tensors by name, in the order of the file. */
    Map<String, TensorInfo> tensors();

    /** Free text that came with the tensors; empty if the format has none. */
    Map<String, String> metadata();

    /**
     * Reads a tensor's values: float32 for every floating-point type, int64 for every integer type.
     *
     * @throws IllegalArgumentException if there is no tensor of that name
     * @throws io.facet.domain.UserError if the file ends before the tensor does
     */
    HostTensor read(String name);

    /** Idempotent. */
    @Override
    void close();
}
