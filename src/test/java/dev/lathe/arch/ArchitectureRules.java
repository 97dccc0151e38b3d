package dev.lathe.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The direction of the packages, and the house rules that bytecode shows. Every static {@code ArchRule} field is a
 * rule; nobody has to register one.
 */
final class ArchitectureRules {
    static final ArchRule LAYERS = layers();

    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("dev.lathe.(**)").should().beFreeOfCycles();

    static final ArchRule TENSOR_STANDS_ALONE = classes()
            .that()
            .resideInAPackage("dev.lathe.tensor")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.lathe.error", "dev.lathe.tensor");

    static final ArchRule OP_STANDS_ON_TENSOR = classes()
            .that()
            .resideInAPackage("dev.lathe.op")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.lathe.error", "dev.lathe.tensor", "dev.lathe.op");

    static final ArchRule PROTOBUF_STAYS_IN_ONNX = onlyIn("dev.lathe.onnx", "com.google.protobuf..", "ai.onnx.proto..");

    static final ArchRule VECTOR_API_STAYS_IN_CPU = onlyIn("dev.lathe.backend.cpu..", "jdk.incubator.vector..");

    static final ArchRule JOCL_STAYS_IN_OPENCL = onlyIn("dev.lathe.backend.gpu.opencl", "org.jocl..");

    static final ArchRule JCUDA_STAYS_IN_CUDA = onlyIn("dev.lathe.backend.gpu.cuda", "jcuda..");

    static final ArchRule EJML_STAYS_IN_LOWRANK = onlyIn("dev.lathe.compress.lowrank", "org.ejml..");

    static final ArchRule PICOCLI_STAYS_IN_CLI = onlyIn("dev.lathe.cli", "picocli..");

    static final ArchRule LOGBACK_IS_NEVER_NAMED =
            noClasses().should().dependOnClassesThat().resideInAPackage("ch.qos.logback..");

    static final ArchRule ONLY_CLI_PRINTS =
            noClasses().that().resideOutsideOfPackage("dev.lathe.cli").should(ACCESS_STANDARD_STREAMS);

    static final ArchRule EXCEPTIONS_ARE_SPECIFIC = noClasses().should(THROW_GENERIC_EXCEPTIONS);

    static final ArchRule OPS_ARE_RECORDS = classes()
            .that()
            .areAssignableTo("dev.lathe.op.Op")
            .and()
            .areNotInterfaces()
            .should()
            .beRecords();

    static final ArchRule PACKAGES_ARE_NULL_MARKED = classes().should(be(inNullMarkedPackage()));

    static final ArchRule STATICS_ARE_FINAL =
            fields().that().areStatic().should().beFinal();

    static final ArchRule NOBODY_SETS_PROPERTIES =
            noClasses().should().callMethodWhere(systemCall("setProperty", "setProperties", "clearProperty"));

    static final ArchRule ONLY_THE_EDGE_READS_THE_ENVIRONMENT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.lathe.cli")
            .and()
            .doNotHaveFullyQualifiedName("dev.lathe.Engine")
            .should()
            .callMethodWhere(systemCall("getenv", "getProperty", "getProperties"));

    static final ArchRule NAMES_SAY_SOMETHING =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl)(\\$.*)?");

    private ArchitectureRules() {}

    /** Every rule by the name of its field. */
    static Map<String, ArchRule> all() {
        return Arrays.stream(ArchitectureRules.class.getDeclaredFields())
                .filter(field -> field.getType() == ArchRule.class)
                .collect(Collectors.toMap(
                        Field::getName, ArchitectureRules::valueOf, (first, _) -> first, LinkedHashMap::new));
    }

    private static ArchRule valueOf(Field field) {
        try {
            return (ArchRule) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field + " cannot be read", e);
        }
    }

    /**
     * One layer for each package, named relative to dev.lathe (which itself is the facade), and those that it may use.
     * A layer may still be empty; a class that belongs to none breaks the rule.
     */
    private static ArchRule layers() {
        List<String> values = List.of("error", "tensor", "op");
        List<String> graphs = and(values, "graph");
        List<String> passes = and(graphs, "graph.pass");
        List<String> backends = and(passes, "backend");
        List<String> launches = and(values, "tune");
        List<String> lowerings = and(launches, "backend.gpu.launch");
        List<String> gpus = and(backends, "tune", "backend.reference", "backend.gpu.launch");
        List<String> engines =
                and(backends, "backend.cpu", "backend.reference", "backend.gpu.cuda", "backend.gpu.opencl");
        List<String> facade = and(engines, "onnx", "container", "data", "zoo", "file");
        List<String> compress = and(passes, "file", "compress.lowrank", "compress.prune", "compress.cluster");
        List<String> bench = and(facade, "facade", "compress");
        List<String> jobs = and(bench, "bench", "compress.prune");
        List<String> train = and(facade, "facade", "compress.prune", "compress.cluster", "train.gradient");
        List<String> trainings = and(train, "train");
        List<String> searches = and(trainings, "train.job", "bench", "compress", "compress.job", "compress.search");
        List<String> report = and(jobs, "compress.job", "compress.search", "compress.search.job", "train");
        List<String> demo = and(report, "report");
        List<String> fashion = and(demo, "train.job", "train.gradient");
        List<String> cli = and(fashion, "demo", "demo.fashion", "check", "tune.search");

        Map<String, List<String>> uses = new LinkedHashMap<>();
        uses.put("error", List.of());
        uses.put("file", List.of("error"));
        uses.put("tensor", List.of("error"));
        uses.put("op", List.of("error", "tensor"));
        uses.put("graph", values);
        uses.put("graph.pass", graphs);
        uses.put("onnx", and(graphs, "file"));
        uses.put("compress.entropy", List.of("error"));
        uses.put("compress.cluster", List.of("error", "tensor"));
        uses.put("compress.lowrank", List.of("error", "tensor"));
        uses.put("compress.prune", passes);
        uses.put("compress", compress);
        uses.put("train.gradient", passes);
        uses.put("container", and(graphs, "file", "onnx", "compress.entropy"));
        uses.put("data", and(values, "file"));
        uses.put("zoo", graphs);
        uses.put("backend", passes);
        uses.put("backend.reference", backends);
        uses.put("backend.cpu", and(backends, "backend.reference", "tune"));
        uses.put("tune", and(values, "file"));
        uses.put("tune.search", and(bench, "bench", "tune", "backend.cpu", "backend.gpu", "backend.gpu.launch"));
        uses.put("backend.gpu.launch", launches);
        uses.put("backend.gpu.lowering", lowerings);
        uses.put("backend.gpu", and(gpus, "backend.gpu.lowering"));
        uses.put("backend.gpu.cuda", and(gpus, "backend.gpu"));
        uses.put("backend.gpu.opencl", and(gpus, "backend.gpu"));
        uses.put("facade", facade);
        uses.put("bench", bench);
        uses.put("compress.job", and(jobs, "compress.cluster"));
        uses.put("train", train);
        uses.put("train.job", trainings);
        uses.put("compress.search", List.of("error"));
        uses.put("compress.search.job", searches);
        uses.put("check", bench);
        uses.put("report", report);
        uses.put("demo", demo);
        uses.put("demo.fashion", fashion);
        uses.put("cli", cli);
        return layered(uses);
    }

    private static List<String> and(List<String> layers, String... more) {
        return Stream.concat(layers.stream(), Stream.of(more)).toList();
    }

    private static ArchRule layered(Map<String, List<String>> uses) {
        LayeredArchitecture rule = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .ensureAllClassesAreContainedInArchitecture();
        for (String name : uses.keySet()) {
            rule = rule.layer(name).definedBy(name.equals("facade") ? "dev.lathe" : "dev.lathe." + name);
        }
        for (var entry : uses.entrySet()) {
            var layer = rule.whereLayer(entry.getKey());
            rule = entry.getValue().isEmpty()
                    ? layer.mayNotAccessAnyLayer()
                    : layer.mayOnlyAccessLayers(entry.getValue().toArray(String[]::new));
        }
        return rule;
    }

    private static ArchRule onlyIn(String home, String... guests) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(guests);
    }

    private static DescribedPredicate<JavaClass> inNullMarkedPackage() {
        return describe("in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }

    private static DescribedPredicate<JavaMethodCall> systemCall(String... names) {
        Set<String> wanted = Set.of(names);
        return describe(
                "System." + String.join(", System.", names),
                call -> call.getTargetOwner().isEquivalentTo(System.class) && wanted.contains(call.getName()));
    }
}
