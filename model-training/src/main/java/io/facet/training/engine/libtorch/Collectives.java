package io.facet.training.engine.libtorch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.gloo.Device;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;

import io.facet.training.engine.libtorch.ProcessGroupSettings.Meeting;

/**
 * What processes exchange: sums, means and rows. All of them call the same methods in the same order, with tensors of
 * the same shapes. Every call waits for the others, at most for the group's timeout.
 *
 * <p>Owns the process group and its store until {@link #close()}.
 */
final class Collectives implements AutoCloseable {
    /** Gradients exchanged at once: large enough to use the network well, small beside a model. */
    private static final long BUCKET_ELEMENTS = 8L << 20;

    /** Gloo's messages begin with the place in its source. */
    private static final Pattern SOURCE_PLACE = Pattern.compile("^\\[[^\\]]*:\\d+\\] ");

    private final ProcessGroupSettings settings;
    private final LibtorchDevice device;
    private Backend group;
    private Store store;

    private Collectives(ProcessGroupSettings settings, LibtorchDevice device) {
        this.settings = settings;
        this.device = device;
    }

    /** Of a process that has no others. */
    static Collectives alone() {
        return new Collectives(null, null);
    }

    static Collectives join(ProcessGroupSettings settings, LibtorchDevice device) {
        if (settings.processes() == 1) {
            return alone();
        }
        Collectives collectives = new Collectives(settings, device);
        try {
            collectives.connect();
        } catch (RuntimeException e) {
            collectives.close();
            throw e;
        }
        return collectives;
    }

    private void connect() {
        try (PointerScope temporary = new PointerScope()) {
            Milliseconds timeout = new Milliseconds(settings.timeout().toMillis());
            store = answered("meeting at " + settings.meeting(), () -> openStore(timeout));
            store.retainReference();
            group = answered("connecting", () -> device.isGpu() ? nccl(timeout) : gloo(timeout));
            group.retainReference();
            answered("connecting", () -> wait(group.barrier()));
        }
    }

    private Store openStore(Milliseconds timeout) {
        Store opened;
        if (settings.meeting() instanceof Meeting.AtAddress address) {
            TCPStoreOptions options = new TCPStoreOptions()
                    .port((short) address.port())
                    .isServer(settings.rank() == 0)
                    .waitWorkers(true)
                    .timeout(timeout);
            options.numWorkers(new SizeTPointer(1).put(settings.processes()));
            opened = new TCPStore(address.host(), options);
        } else {
            Meeting.AtFile file = (Meeting.AtFile) settings.meeting();
            opened = new FileStore(file.file().toAbsolutePath().toString(), settings.processes());
        }
        opened.setTimeout(timeout);
        return opened;
    }

    private Backend gloo(Milliseconds timeout) {
        ProcessGroupGloo.Options options = new ProcessGroupGloo.Options(timeout);
        options.devices(new GlooDeviceVector(networkDevice()));
        return new ProcessGroupGloo(store, settings.rank(), settings.processes(), options);
    }

    /** The interface that GLOO_SOCKET_IFNAME names, as PyTorch does it; else that of the host's own name. */
    private Device networkDevice() {
        String named = System.getenv("GLOO_SOCKET_IFNAME");
        if (named != null && !named.isBlank()) {
            return ProcessGroupGloo.createDeviceForInterface(named);
        }
        return ProcessGroupGloo.createDefaultDevice();
    }

    private Backend nccl(Milliseconds timeout) {
        ProcessGroupNCCL.Options options = new ProcessGroupNCCL.Options();
        options.timeout(timeout);
        return new ProcessGroupNCCL(store, settings.rank(), settings.processes(), options);
    }

    int rank() {
        return settings == null ? 0 : settings.rank();
    }

    int processes() {
        return settings == null ? 1 : settings.processes();
    }

    String name() {
        return device.isGpu() ? "NCCL" : "Gloo";
    }

    /** Adds the tensors of all processes up, in place. */
    Tensor sum(Tensor tensor) {
        answered("summing", () -> wait(group.allreduce(new TensorVector(tensor))));
        return tensor;
    }

    /** The rows of all processes by rank; each has the same number. */
    Tensor gather(Tensor rows) {
        Tensor own = rows.to(ScalarType.Float).contiguous();
        requireSameNumberOfRows(own.size(0));
        long[] sizes = new long[(int) own.dim()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = own.size(axis);
        }
        sizes[0] *= processes();
        return gather(own, device.empty(ScalarType.Float, sizes));
    }

    private Tensor gather(Tensor own, Tensor all) {
        answered("gathering rows", () -> wait(group._allgather_base(all, own)));
        return all;
    }

    private void requireSameNumberOfRows(long rows) {
        double[] counts = new double[processes()];
        counts[rank()] = rows;
        double[] all = sum(counts);
        for (double count : all) {
            if (count != rows) {
                throw new IllegalArgumentException(
                        "gathering rows: expected " + rows + " from every process, found " + Arrays.toString(all));
            }
        }
    }

    double[] mean(double[] figures) {
        double[] means = sum(figures);
        for (int i = 0; i < means.length; i++) {
            means[i] /= processes();
        }
        return means;
    }

    private double[] sum(double[] figures) {
        try (PointerScope temporary = new PointerScope()) {
            Tensor total = sum(device.doubles(figures)).cpu();
            double[] sums = new double[figures.length];
            total.data_ptr_double().get(sums);
            return sums;
        }
    }

    /** A leaf that has a gradient in some processes only has a gradient of 0 in the others. */
    void averageGradients(List<Tensor> leaves) {
        double[] present = new double[leaves.size()];
        for (int i = 0; i < present.length; i++) {
            present[i] = leaves.get(i).grad().defined() ? 1 : 0;
        }
        double[] anywhere = sum(present);
        List<Tensor> bucket = new ArrayList<>();
        long elements = 0;
        for (int i = 0; i < present.length; i++) {
            if (anywhere[i] == 0) {
                continue;
            }
            Tensor leaf = leaves.get(i);
            bucket.add(leaf);
            elements += leaf.numel();
            if (elements >= BUCKET_ELEMENTS) {
                averageBucket(bucket);
                bucket.clear();
                elements = 0;
            }
        }
        averageBucket(bucket);
    }

    private void averageBucket(List<Tensor> leaves) {
        if (leaves.isEmpty()) {
            return;
        }
        try (PointerScope temporary = new PointerScope()) {
            Tensor[] flat = new Tensor[leaves.size()];
            for (int i = 0; i < flat.length; i++) {
                flat[i] = gradientOf(leaves.get(i)).reshape(-1);
            }
            Tensor all = sum(torch.cat(new TensorVector(flat)));
            all.mul_(new Scalar(1.0 / processes()));
            long offset = 0;
            for (Tensor leaf : leaves) {
                Tensor gradient = leaf.grad();
                gradient.copy_(all.narrow(0, offset, leaf.numel()).view_as(gradient));
                offset += leaf.numel();
            }
        }
    }

    private static Tensor gradientOf(Tensor leaf) {
        if (!leaf.grad().defined()) {
            leaf.mutable_grad().put(torch.zeros_like(leaf));
        }
        return leaf.grad();
    }

    private boolean wait(Work work) {
        return work._wait(new Milliseconds(settings.timeout().toMillis()));
    }

    /** libtorch reports a lost process and one that is late alike, as an error of its own. */
    private <R> R answered(String doing, Supplier<R> exchange) {
        try {
            return exchange.get();
        } catch (RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason");
            throw new ProcessGroupException(
                    "process " + rank() + " of " + processes() + ", " + doing
                            + ": expected an answer from the others within "
                            + settings.timeout().toSeconds() + " s, found: "
                            + SOURCE_PLACE.matcher(reason).replaceFirst(""),
                    e);
        }
    }

    /** Leaves the group; a second call does nothing. */
    @Override
    public void close() {
        if (group != null) {
            if (device.isGpu()) {
                group.shutdown();
            }
            group.releaseReference();
            group = null;
        }
        if (store != null) {
            store.releaseReference();
            store = null;
        }
    }
}
