package io.facet.training.data.source.matlab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import io.facet.domain.UserError;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;

/** The variables of a MATLAB file, whatever its version. Any number of threads. */
public interface MatlabFile extends AutoCloseable {
    /**
     * A numeric variable.
     *
     * @throws UserError if there is none of that name
     */
    MatlabArray array(String name);

    /** Number of cells of a cell array, read column by column. */
    int cells(String name);

    /** The array in a cell, from 0. */
    MatlabArray cell(String name, int index);

    @Override
    void close();

    /** Opens a file of a set; the caller closes it. */
    static MatlabFile open(SetFiles files, StoredFile file) throws IOException {
        String where = files.where() + "/" + file.name();
        Optional<Path> path = files.path(file);
        byte[] head = head(files, file);
        try {
            if (new String(head, StandardCharsets.ISO_8859_1).startsWith("MATLAB 5.0")) {
                return Mat5Variables.read(where, ByteBuffer.wrap(files.table(file)));
            }
            return path.isPresent()
                    ? Mat73Variables.open(where, path.get())
                    : Mat73Variables.of(where, files.table(file));
        } catch (IOException | RuntimeException e) {
            throw new UserError("%s: expected a MATLAB file, version 5 or 7.3: %s".formatted(where, e.getMessage()), e);
        }
    }

    private static byte[] head(SetFiles files, StoredFile file) throws IOException {
        try (var stream = files.stream(file)) {
            return stream.readNBytes(16);
        }
    }

    /** @throws UserError that says which variable was expected */
    static UserError missing(String where, String name, String found) {
        return new UserError("%s: expected a variable %s, found %s".formatted(where, name, found));
    }
}
