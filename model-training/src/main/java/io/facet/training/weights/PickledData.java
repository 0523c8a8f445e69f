package io.facet.training.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import net.razorvine.pickle.PickleException;

import io.facet.domain.UserError;

/**
 * Plain data in a pickle: lists and sets as collections, tuples as arrays, dictionaries, numbers, texts, bytes (text, one
 * character a byte, where Python 2 wrote them). Classes and functions that the file names are not looked up, and nothing is
 * run: what such a call would have given is an opaque object.
 */
public final class PickledData {
    private PickledData() {}

    /**
     * Reads a file that holds one pickle.
     *
     * @throws UserError if it is not there or damaged
     */
    public static Object read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError("expected a pickle %s, found none".formatted(file));
        }
        try (FileChannel channel = FileChannel.open(file)) {
            return new CheckpointUnpickler().load(new PickleInput(channel, channel.size()));
        } catch (PickleException | IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new UserError("cannot read the pickle %s: %s".formatted(file, reason), e);
        }
    }
}
