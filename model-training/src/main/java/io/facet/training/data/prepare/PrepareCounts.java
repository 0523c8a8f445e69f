package io.facet.training.data.prepare;

import java.util.EnumMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;

/** What became of pictures and faces. Used by one thread. */
public final class PrepareCounts {
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    /**
     * What is counted. A picture is kept, or left out for one reason: the first of this order that holds for it or for
     * the best of its faces.
     */
    public enum Kind {
        @JsonProperty("pictures")
        PICTURES,
        @JsonProperty("picturesKept")
        PICTURES_KEPT,
        /** The picture cannot be decoded. */
        @JsonProperty("picturesUnreadable")
        PICTURES_UNREADABLE,
        /** There is no text with it, and text is needed. */
        @JsonProperty("picturesNoText")
        PICTURES_NO_TEXT,
        /** The detector finds nothing. */
        @JsonProperty("picturesNoFace")
        PICTURES_NO_FACE,
        /** No face scores high enough. */
        @JsonProperty("picturesLowScore")
        PICTURES_LOW_SCORE,
        /** No face that scores high enough is large enough. */
        @JsonProperty("picturesTooSmall")
        PICTURES_TOO_SMALL,
        /** The points of the faces that are left coincide. */
        @JsonProperty("picturesNotAligned")
        PICTURES_NOT_ALIGNED,
        @JsonProperty("faces")
        FACES,
        @JsonProperty("facesKept")
        FACES_KEPT,
        @JsonProperty("facesLowScore")
        FACES_LOW_SCORE,
        @JsonProperty("facesTooSmall")
        FACES_TOO_SMALL,
        @JsonProperty("facesNotAligned")
        FACES_NOT_ALIGNED,
        /** One face of a picture was to be kept, and it was another. */
        @JsonProperty("facesNotChosen")
        FACES_NOT_CHOSEN
    }

    public PrepareCounts() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, 0L);
        }
    }

    @JsonCreator
    static PrepareCounts of(Map<Kind, Long> counts) {
        PrepareCounts read = new PrepareCounts();
        read.counts.putAll(counts);
        return read;
    }

    @JsonValue
    Map<Kind, Long> asMap() {
        return counts;
    }

    public long of(Kind kind) {
        return counts.get(kind);
    }

    void count(Kind kind) {
        count(kind, 1);
    }

    void count(Kind kind, long times) {
        counts.merge(kind, times, Long::sum);
    }

    void add(PrepareCounts other) {
        other.counts.forEach(this::count);
    }
}
