package dev.lathe.train;

import dev.lathe.data.Dataset;
import dev.lathe.error.TrainingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * What has to be the same for a training to go on from a checkpoint: everything that its result is a function of, but
 * for the number of epochs, patience, initial values, and the pixels of images.
 *
 * @param entries in words, by what they are about
 */
record Configuration(Map<String, String> entries) {
    static Configuration of(Recipe recipe, Batches training, Batches validation, Parameters weights) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("optimiser", recipe.update().optimiser().toString());
        entries.put("schedule", recipe.update().schedule().toString());
        entries.put("clipping", Double.toString(recipe.update().clip()));
        entries.put("share of statistics", Double.toString(recipe.statistics()));
        entries.put("pruning", String.valueOf(recipe.pruning()));
        describe("training", training, entries);
        describe("validation", validation, entries);
        for (Parameter parameter : weights.all()) {
            entries.put("parameter '" + parameter.name() + "'", describe(parameter));
        }
        return new Configuration(Collections.unmodifiableMap(entries));
    }

    private static void describe(String what, Batches batches, Map<String, String> entries) {
        Examples examples = batches.examples();
        entries.put(what + " batches", batches.size() + " images, " + batches.order());
        entries.put(what + " augmentation", batches.augmentations().toString());
        entries.put(what + " preprocessing", examples.preprocessing() + ", channels " + examples.channels());
        entries.put(what + " images", describe(examples.data()));
    }

    private static String describe(Dataset data) {
        int[] labels = new int[data.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = data.label(i);
        }
        return labels.length + ", labels with checksum " + checksum(labels);
    }

    private static String describe(Parameter parameter) {
        Sharing sharing = parameter.sharing();
        String shared = sharing == null ? "" : ", shared with checksum " + checksum(sharing.indices());
        return parameter.role() + " " + parameter.tensor().shape() + shared;
    }

    private static String checksum(int[] values) {
        CRC32C crc = new CRC32C();
        for (int value : values) {
            crc.update(value >>> 24);
            crc.update(value >>> 16);
            crc.update(value >>> 8);
            crc.update(value);
        }
        return Long.toHexString(crc.getValue());
    }

    /** @throws TrainingException if {@code saved} differs, with the first difference */
    void require(Configuration saved) {
        Set<String> all = new LinkedHashSet<>(entries.keySet());
        all.addAll(saved.entries.keySet());
        for (String what : all) {
            String then = saved.entries.getOrDefault(what, "none");
            String now = entries.getOrDefault(what, "none");
            if (!then.equals(now)) {
                throw new TrainingException(
                        "belongs to another training: its " + what + " is " + then + ", this training's is " + now);
            }
        }
        if (!saved.entries.keySet().stream()
                .toList()
                .equals(entries.keySet().stream().toList())) {
            throw new TrainingException("belongs to another training: its parameters come in another order");
        }
    }
}
