package io.facet.training.data.source.matlab;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;

/**
 * MATLAB's version 7.3: HDF5, axes in reverse order, cells as references to other arrays. Reads what is asked for, one
 * thread at a time. Owns the open file: {@link #close} closes it.
 */
final class Mat73Variables implements MatlabFile {
    private final String where;
    private final HdfFile file;
    /** Addresses of the cells' contents, by variable. */
    private final Map<String, Object> references = new HashMap<>();

    private Mat73Variables(String where, HdfFile file) {
        this.where = where;
        this.file = file;
    }

    static Mat73Variables open(String where, Path path) {
        return new Mat73Variables(where, new HdfFile(path));
    }

    static Mat73Variables of(String where, byte[] bytes) {
        return new Mat73Variables(where, HdfFile.fromBytes(bytes));
    }

    @Override
    public synchronized MatlabArray array(String name) {
        return numbers(dataset(name));
    }

    @Override
    public synchronized int cells(String name) {
        return Math.toIntExact(dataset(name).getSize());
    }

    @Override
    public synchronized MatlabArray cell(String name, int index) {
        Object addresses = references.computeIfAbsent(name, key -> dataset(key).getDataFlat());
        Object reference = Array.get(addresses, index);
        if (reference instanceof Number address
                && file.getNodeByAddress(address.longValue()) instanceof Dataset content) {
            return numbers(content);
        }
        throw MatlabFile.missing(where, name + " with cells", "numbers");
    }

    private Dataset dataset(String name) {
        Node node;
        try {
            node = file.getChild(name);
        } catch (HdfException e) {
            throw MatlabFile.missing(where, name, e.getMessage());
        }
        if (node instanceof Dataset dataset) {
            return dataset;
        }
        throw MatlabFile.missing(where, name, node == null ? "none" : "a group");
    }

    private MatlabArray numbers(Dataset dataset) {
        double[] values = doubles(dataset.getDataFlat());
        int[] reversed = dataset.getDimensions();
        int[] dims = new int[Math.max(2, reversed.length)];
        Arrays.fill(dims, 1);
        for (int i = 0; i < reversed.length; i++) {
            dims[i] = reversed[reversed.length - 1 - i];
        }
        return new MatlabArray(dims, values);
    }

    private static double[] doubles(Object flat) {
        if (flat instanceof double[] numbers) {
            return numbers;
        }
        if (flat instanceof int[] numbers) {
            return Arrays.stream(numbers).asDoubleStream().toArray();
        }
        double[] values = new double[Array.getLength(flat)];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((Number) Array.get(flat, i)).doubleValue();
        }
        return values;
    }

    @Override
    public void close() {
        file.close();
    }
}
