package dev.lathe.compress.search.job;

import dev.lathe.Engine;
import dev.lathe.compress.search.Answers;
import dev.lathe.compress.search.Trial.Score;
import dev.lathe.graph.Graph;

/**
 * Compares networks with the original.
 *
 * @param watched what the original says to images that are watched
 * @param validation and to those of validation
 */
record Judge(Engine engine, Pictures pictures, Answers watched, Answers validation) {
    /** That of distillation. */
    private static final double TEMPERATURE = 4;

    static Judge of(Engine engine, Pictures pictures, Graph original) {
        return new Judge(
                engine,
                pictures,
                pictures.watched().ask(engine, original),
                pictures.validation().ask(engine, original));
    }

    /** How far answers are from the original's, on the images that are watched. */
    double loss(Graph graph) {
        return pictures.watched().ask(engine, graph).divergence(watched, TEMPERATURE);
    }

    Score score(Graph graph) {
        Answers answers = pictures.validation().ask(engine, graph);
        Double hard = pictures.harder() == null
                ? null
                : pictures.harder().ask(engine, graph).top1();
        return new Score(answers.top1(), answers.agreement(validation), hard);
    }
}
