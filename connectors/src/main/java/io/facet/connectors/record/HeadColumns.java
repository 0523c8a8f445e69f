package io.facet.connectors.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;

/**
 * The columns of all heads, each null if its head was not run: the part that observations and tracks share.
 *
 * @param landmarks {@link HeadTask#LANDMARKS}
 * @param parsing {@link HeadTask#PARSING}
 * @param attributes {@link HeadTask#ATTRIBUTES}
 * @param age {@link HeadTask#AGE}
 * @param gender {@link HeadTask#GENDER}
 * @param expression {@link HeadTask#EXPRESSION}
 * @param identity {@link HeadTask#IDENTITY}
 * @param group {@link HeadTask#GROUP}
 * @param imageQuality {@link HeadTask#QUALITY}
 */
record HeadColumns(
        LandmarksColumn landmarks,
        ParsingColumn parsing,
        Map<String, Double> attributes,
        AgeColumn age,
        ClassificationColumn gender,
        ClassificationColumn expression,
        IdentityColumn identity,
        ClassificationColumn group,
        QualityColumn imageQuality) {

    static HeadColumns from(List<HeadResult> heads) {
        LandmarksColumn landmarks = null;
        ParsingColumn parsing = null;
        Map<String, Double> attributes = null;
        AgeColumn age = null;
        ClassificationColumn gender = null;
        ClassificationColumn expression = null;
        IdentityColumn identity = null;
        ClassificationColumn group = null;
        QualityColumn imageQuality = null;
        for (HeadResult head : heads) {
            if (head instanceof HeadResult.Landmarks result) {
                landmarks = LandmarksColumn.from(result);
            } else if (head instanceof HeadResult.Parsing result) {
                parsing = ParsingColumn.from(result);
            } else if (head instanceof HeadResult.Attributes result) {
                attributes = Decimals.fractions(result.probabilities());
            } else if (head instanceof HeadResult.Age result) {
                age = AgeColumn.from(result);
            } else if (head instanceof HeadResult.Identity result) {
                identity = IdentityColumn.from(result);
            } else if (head instanceof HeadResult.Quality result) {
                imageQuality = QualityColumn.from(result);
            } else if (head instanceof HeadResult.Classification result && result.task() == HeadTask.GENDER) {
                gender = ClassificationColumn.from(result);
            } else if (head instanceof HeadResult.Classification result && result.task() == HeadTask.GROUP) {
                group = ClassificationColumn.from(result);
            } else if (head instanceof HeadResult.Classification result) {
                expression = ClassificationColumn.from(result);
            }
        }
        return new HeadColumns(landmarks, parsing, attributes, age, gender, expression, identity, group, imageQuality);
    }

    /** The results of the heads that were run, in the order of {@link HeadTask}. */
    List<HeadResult> toDomain() {
        List<HeadResult> heads = new ArrayList<>();
        if (landmarks != null) {
            heads.add(landmarks.toDomain());
        }
        if (parsing != null) {
            heads.add(parsing.toDomain());
        }
        if (attributes != null) {
            heads.add(new HeadResult.Attributes(attributes));
        }
        if (age != null) {
            heads.add(age.toDomain());
        }
        if (gender != null) {
            heads.add(gender.toDomain(HeadTask.GENDER));
        }
        if (expression != null) {
            heads.add(expression.toDomain(HeadTask.EXPRESSION));
        }
        if (identity != null) {
            heads.add(identity.toDomain());
        }
        if (group != null) {
            heads.add(group.toDomain(HeadTask.GROUP));
        }
        if (imageQuality != null) {
            heads.add(imageQuality.toDomain());
        }
        return heads;
    }
}
