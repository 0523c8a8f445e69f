package io.facet.training.data.source.matlab;

import java.io.IOException;
import java.nio.ByteBuffer;

import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Char;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;

/** MATLAB's version 5, read as a whole. */
final class Mat5Variables implements MatlabFile {
    private final String where;
    private final MatFile variables;

    private Mat5Variables(String where, MatFile variables) {
        this.where = where;
        this.variables = variables;
    }

    static Mat5Variables read(String where, ByteBuffer bytes) throws IOException {
        try (Source source = Sources.wrap(bytes)) {
            return new Mat5Variables(where, Mat5.newReader(source).readMat());
        }
    }

    @Override
    public MatlabArray array(String name) {
        return numbers(name, variable(name));
    }

    @Override
    public int cells(String name) {
        return cellArray(name).getNumElements();
    }

    @Override
    public MatlabArray cell(String name, int index) {
        Array content = cellArray(name).get(index);
        return numbers(name, content);
    }

    private Cell cellArray(String name) {
        if (variable(name) instanceof Cell cells) {
            return cells;
        }
        throw MatlabFile.missing(where, name + " with cells", "numbers");
    }

    private Array variable(String name) {
        for (MatFile.Entry entry : variables.getEntries()) {
            if (entry.getName().equals(name)) {
                return entry.getValue();
            }
        }
        throw MatlabFile.missing(where, name, "none");
    }

    private MatlabArray numbers(String name, Array array) {
        double[] values = new double[array.getNumElements()];
        if (array instanceof Matrix matrix) {
            for (int i = 0; i < values.length; i++) {
                values[i] = matrix.getDouble(i);
            }
        } else if (array instanceof Char text) {
            for (int i = 0; i < values.length; i++) {
                values[i] = text.getChar(i);
            }
        } else {
            throw MatlabFile.missing(where, name + " with numbers or text", String.valueOf(array.getType()));
        }
        return new MatlabArray(array.getDimensions(), values);
    }

    @Override
    public void close() {
        // Everything is read when the file is opened.
    }
}
