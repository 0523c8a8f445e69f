package io.facet.jobs.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.facet.connectors.record.ObservationRecord;
import io.facet.connectors.record.RecordCodec;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.TrackRecord;

/**
 * What a run left in its output folder.
 *
 * @param folder the output folder
 * @param observations in the order of time, within a frame of faces
 * @param tracks in the order of their ids
 * @param summary {@code summary.json}
 */
record RunResults(Path folder, List<ObservationRecord> observations, List<TrackRecord> tracks, JsonNode summary) {

    static RunResults of(Path folder) throws IOException {
        RecordCodec<ObservationRecord> observation = RecordCodec.of(ObservationRecord.class, RecordFormat.JSON);
        RecordCodec<TrackRecord> track = RecordCodec.of(TrackRecord.class, RecordFormat.JSON);
        List<ObservationRecord> observations = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("observations.jsonl"))) {
            observations.add(observation.decode(line.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        observations.sort(Comparator.comparing(ObservationRecord::stream)
                .thenComparing(ObservationRecord::ptsUs)
                .thenComparing(ObservationRecord::faceIndex));
        List<TrackRecord> tracks = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("tracks.jsonl"))) {
            tracks.add(track.decode(line.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        tracks.sort(Comparator.comparing(TrackRecord::stream).thenComparing(TrackRecord::track));
        JsonNode summary = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("summary.json")));
        return new RunResults(folder, List.copyOf(observations), List.copyOf(tracks), summary);
    }

    /** The lines of a file of JSON lines, sorted: the order in which streams come differs from run to run. */
    List<String> sortedLines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file)).stream().sorted().toList();
    }

    List<ObservationRecord> observations(String stream) {
        return observations.stream()
                .filter(face -> face.stream().equals(stream))
                .toList();
    }

    List<TrackRecord> tracks(String stream) {
        return tracks.stream().filter(track -> track.stream().equals(stream)).toList();
    }

    /** Faces of each frame that has any, by presentation time. */
    SortedMap<Long, List<ObservationRecord>> frames(String stream) {
        SortedMap<Long, List<ObservationRecord>> frames = new TreeMap<>();
        for (ObservationRecord face : observations(stream)) {
            frames.computeIfAbsent(face.ptsUs(), pts -> new ArrayList<>()).add(face);
        }
        return frames;
    }

    /** What the summary says of a stream. */
    JsonNode stream(String name) {
        for (JsonNode each : summary.get("streams")) {
            if (each.get("stream").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("expected a stream " + name + ", found " + summary.get("streams"));
    }
}
