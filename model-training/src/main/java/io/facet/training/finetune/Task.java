package io.facet.training.finetune;

import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;

/**
 * What is learnt from one kind of label. As recipes write it: {@code kind} and what else the kind has. Immutable.
 *
 * <p>K is the number of faces of a batch that carry the label.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LandmarksTask.class, name = "landmarks"),
    @JsonSubTypes.Type(value = ParsingTask.class, name = "parsing"),
    @JsonSubTypes.Type(value = AgeTask.class, name = "age"),
    @JsonSubTypes.Type(value = ClassificationTask.class, name = "classification"),
    @JsonSubTypes.Type(value = AttributesTask.class, name = "attributes"),
    @JsonSubTypes.Type(value = DistilledIdentityTask.class, name = "distilled-identity"),
    @JsonSubTypes.Type(value = MarginIdentityTask.class, name = "margin-identity"),
    @JsonSubTypes.Type(value = QualityTask.class, name = "quality")
})
public sealed interface Task
        permits LandmarksTask,
                ParsingTask,
                AgeTask,
                ClassificationTask,
                AttributesTask,
                DistilledIdentityTask,
                MarginIdentityTask,
                QualityTask {
    /** Name of the head that gives its output; several tasks may have one head, each its own channels, in their order. */
    String head();

    /** α of Faceptor's Eq. 8. */
    Double weight();

    /** Channels of the head's output that are its own. */
    int outputs();

    /** What its maps begin as, a logit, where its head adds a bias to them. */
    default double prior() {
        return 0;
    }

    /** Whether a set's annotations can be its targets. */
    default boolean learnsFromLabels() {
        return true;
    }

    /** Whether its targets have places in the picture, so that what moves the picture has to move them. */
    default boolean hasPlaces() {
        return false;
    }

    /** Whether its targets say how well a face can be seen, so that nothing may be done to its picture that hides it. */
    default boolean ratesPictures() {
        return false;
    }

    /** Whether a teacher's outputs can be its targets. */
    default boolean learnsFromTeacher() {
        return false;
    }

    /** Targets of a face that nothing is known of, by name: tensors of one row. */
    Map<String, HostTensor> blank();

    /**
     * What a face says of it.
     *
     * @param taught whether a teacher's word is wanted rather than an annotation
     * @return tensors as those of {@link #blank()}; empty where the face has no such label
     */
    Optional<Map<String, HostTensor>> targets(FaceView face, boolean taught);

    /**
     * The loss, and scores that cost little.
     *
     * @param name of the task; what its own parameters begin with
     * @param output its channels of the head's output, axis 0 the K faces
     * @param targets by the names of {@link #blank()}
     * @param weights {@code [K]}: how much each face counts; 0 for one that is there only to fill up
     */
    <T> Outcome<T> loss(Ops<T> ops, String name, T output, Map<String, T> targets, T weights);

    /**
     * What one batch gave.
     *
     * @param rows loss of each face, {@code [K]}, not weighted
     * @param scores scalars by name
     */
    record Outcome<T>(T rows, Map<String, T> scores) {}
}
