package io.facet.vision.tracking;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import io.facet.vision.tracking.TrackerState.Analysis;
import io.facet.vision.tracking.TrackerState.Sightings;
import io.facet.vision.tracking.TrackerState.Track;

/**
 * The binary form of a {@link TrackerState}, big-endian: {@code int version}, then version 1 is {@code long nextTrack,
 * long ptsUs, int tracks} and for each track {@code long id, 4 x 5 double motion, boolean seen, 5 long sightings,
 * boolean analysed [, long ptsUs, double score]}. Doubles are written bit by bit: decoding gives an equal state.
 */
public final class TrackerStateCodec {
    /** The version {@link #encode} writes. */
    public static final int VERSION = 1;

    private TrackerStateCodec() {}

    /** The state as bytes; equal states give equal bytes. */
    public static byte[] encode(TrackerState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(VERSION);
            out.writeLong(state.nextTrack());
            out.writeLong(state.ptsUs());
            out.writeInt(state.tracks().size());
            for (Track track : state.tracks()) {
                writeTrack(track, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The state that was encoded.
     *
     * @throws IllegalArgumentException if the version is unknown, or the bytes end too early or too late
     */
    public static TrackerState decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readInt();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "tracker state: expected version %d, found %d".formatted(VERSION, version));
            }
            TrackerState state = readState(in);
            if (in.available() > 0) {
                throw new IllegalArgumentException("tracker state: expected %d bytes, found %d"
                        .formatted(bytes.length - in.available(), bytes.length));
            }
            return state;
        } catch (EOFException e) {
            throw new IllegalArgumentException(
                    "tracker state: expected more than the %d bytes found".formatted(bytes.length), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static TrackerState readState(DataInputStream in) throws IOException {
        long nextTrack = in.readLong();
        long ptsUs = in.readLong();
        int count = in.readInt();
        if (count < 0) {
            throw new IllegalArgumentException("tracker state: expected a number of tracks, found " + count);
        }
        // Not sized by the count, which may be damaged: the bytes run out long before memory does.
        List<Track> tracks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tracks.add(readTrack(in));
        }
        return new TrackerState(nextTrack, ptsUs, tracks);
    }

    private static void writeTrack(Track track, DataOutputStream out) throws IOException {
        out.writeLong(track.id());
        writeAxis(track.motion().centreX(), out);
        writeAxis(track.motion().centreY(), out);
        writeAxis(track.motion().area(), out);
        writeAxis(track.motion().aspect(), out);
        out.writeBoolean(track.seen());
        out.writeLong(track.sightings().count());
        out.writeLong(track.sightings().firstPtsUs());
        out.writeLong(track.sightings().lastPtsUs());
        out.writeLong(track.sightings().firstCaptureTimeUs());
        out.writeLong(track.sightings().lastCaptureTimeUs());
        out.writeBoolean(track.analysis() != null);
        if (track.analysis() != null) {
            out.writeLong(track.analysis().ptsUs());
            out.writeDouble(track.analysis().score());
        }
    }

    private static Track readTrack(DataInputStream in) throws IOException {
        long id = in.readLong();
        BoxMotion motion = new BoxMotion(readAxis(in), readAxis(in), readAxis(in), readAxis(in));
        boolean seen = in.readBoolean();
        Sightings sightings = new Sightings(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
        Analysis analysis = in.readBoolean() ? new Analysis(in.readLong(), in.readDouble()) : null;
        return new Track(id, motion, seen, sightings, analysis);
    }

    private static void writeAxis(AxisMotion axis, DataOutputStream out) throws IOException {
        out.writeDouble(axis.value());
        out.writeDouble(axis.rate());
        out.writeDouble(axis.valueVariance());
        out.writeDouble(axis.covariance());
        out.writeDouble(axis.rateVariance());
    }

    private static AxisMotion readAxis(DataInputStream in) throws IOException {
        return new AxisMotion(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    }
}
