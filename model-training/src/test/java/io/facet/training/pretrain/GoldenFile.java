package io.facet.training.pretrain;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/** Results that golden.py wrote. */
public record GoldenFile(JsonNode root) {
    public static GoldenFile read(String name) throws IOException {
        try (InputStream stream = GoldenFile.class.getResourceAsStream("/golden/" + name + ".json")) {
            return new GoldenFile(new ObjectMapper().readTree(stream));
        }
    }

    /** A rectangle of integers as a tensor {@code [rows, columns]}. */
    HostTensor.Longs longs(String field) {
        List<List<Long>> rows = rows(field);
        int columns = rows.get(0).size();
        return new HostTensor.Longs(
                Shape.of(rows.size(), columns),
                rows.stream().flatMap(List::stream).mapToLong(Long::longValue).toArray());
    }

    /** Rows of integers, of any lengths. */
    List<List<Long>> rows(String field) {
        List<List<Long>> rows = new ArrayList<>();
        for (JsonNode row : root.get(field)) {
            List<Long> values = new ArrayList<>();
            row.forEach(value -> values.add(value.asLong()));
            rows.add(values);
        }
        return rows;
    }

    /** Numbers by name. */
    Map<String, Double> numbers(String field) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        root.get(field)
                .fields()
                .forEachRemaining(
                        entry -> numbers.put(entry.getKey(), entry.getValue().asDouble()));
        return numbers;
    }

    double number(String field) {
        return root.get(field).asDouble();
    }

    /** Norm and probe of tensors by name. */
    Map<String, double[]> measures(String field) {
        Map<String, double[]> measures = new LinkedHashMap<>();
        root.get(field)
                .fields()
                .forEachRemaining(entry -> measures.put(entry.getKey(), new double[] {
                    entry.getValue().get(0).asDouble(), entry.getValue().get(1).asDouble()
                }));
        return measures;
    }
}
