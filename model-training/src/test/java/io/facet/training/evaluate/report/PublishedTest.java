package io.facet.training.evaluate.report;

import java.util.Locale;

import org.junit.jupiter.api.Test;

import io.facet.training.data.source.PublishedSet;
import io.facet.training.data.source.PublishedSets;
import io.facet.training.data.source.SetCard;
import io.facet.training.evaluate.task.EvaluationTask;

import static org.assertj.core.api.Assertions.assertThat;

class PublishedTest {
    /** A number that is filed under a part nobody can open is never shown beside ours. */
    @Test
    void ofOtherParts_everySet_namesPartsThatTheSetHas() {
        int rows = 0;
        for (PublishedSet set : PublishedSets.all()) {
            for (EvaluationTask task : EvaluationTask.values()) {
                String kind = set.kind().name().toLowerCase(Locale.ROOT);
                for (Published row : Published.ofOtherParts(kind, "", task)) {
                    assertThat(set.card().parts())
                            .as("%s of %s", row.figure(), row.source())
                            .extracting(SetCard.Part::name)
                            .contains(row.part());
                    rows++;
                }
            }
        }
        assertThat(rows).isGreaterThan(50);
    }
}
