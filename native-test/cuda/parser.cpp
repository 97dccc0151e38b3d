#include "ptx.h"

#include <algorithm>
#include <sstream>

namespace standin {
namespace {
class Parser {
  public:
    explicit Parser(const std::string &text) : tokens(tokens_of(text))
    {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            program.lines.push_back(line);
        }
    }

    Program run()
    {
        while (peek().kind != Token::END) {
            directive();
        }
        if (program.version == 0 || program.target == 0) {
            refuse("no .version and .target, so this is no PTX");
        }
        return std::move(program);
    }

  private:
    std::vector<Token> tokens;
    size_t at = 0;
    Program program;

    [[noreturn]] void refuse(const std::string &what) const
    {
        throw Refusal{INVALID_PTX, "line " + std::to_string(peek().line) + ": " + what};
    }

    const Token &peek() const { return tokens[at]; }

    const Token &take() { return tokens[peek().kind == Token::END ? at : at++]; }

    bool is(const char *text) const { return peek().kind != Token::TEXT && peek().text == text; }

    bool accept(const char *text)
    {
        const bool there = is(text);
        at += there;
        return there;
    }

    void expect(const char *text)
    {
        if (!accept(text)) {
            refuse("found `" + peek().text + "`, wanted `" + text + "`");
        }
    }

    std::string word()
    {
        if (peek().kind != Token::WORD) {
            refuse("found `" + peek().text + "`, wanted a name");
        }
        return take().text;
    }

    u64 integer()
    {
        const bool minus = accept("-");
        if (peek().kind != Token::NUMBER) {
            refuse("found `" + peek().text + "`, wanted a number");
        }
        const u64 bits = take().number.bits;
        return minus ? 0 - bits : bits;
    }

    void skip_to(const char *text)
    {
        while (!accept(text)) {
            if (peek().kind == Token::END) {
                refuse(std::string("wanted `") + text + "`");
            }
            at++;
        }
    }

    void directive()
    {
        if (accept(".version")) {
            const std::string text = take().text;
            program.version =
                std::stoi(text) * 10 + (text.find('.') < text.size() ? text[text.find('.') + 1] - '0' : 0);
        } else if (accept(".target")) {
            const std::string text = word();
            program.target = text.rfind("sm_", 0) == 0 ? std::stoi(text.substr(3)) : 0;
            while (accept(",")) {
                word();
            }
        } else if (accept(".address_size")) {
            if (integer() != 64) {
                refuse("addresses have to be of 64 bits");
            }
        } else if (is(".file") || is(".loc")) {
            skip_line();
        } else if (accept(".section")) {
            skip_to("}");
        } else if (accept(".pragma")) {
            skip_to(";");
        } else {
            declaration();
        }
    }

    void skip_line()
    {
        const u32 line = peek().line;
        while (peek().kind != Token::END && peek().line == line) {
            at++;
        }
    }

    void declaration()
    {
        bool external = false;
        while (is(".visible") || is(".extern") || is(".weak") || is(".common")) {
            external |= take().text == ".extern";
        }
        if (accept(".entry") || accept(".func")) {
            function(tokens[at - 1].text == ".entry");
        } else if (is(".global") || is(".const") || is(".shared")) {
            for (Variable &variable : variables()) {
                variable.external = external;
                program.variables.push_back(variable);
            }
        } else {
            refuse("`" + peek().text + "` is not known");
        }
    }

    // .space [.align N] [.vN] .type name[extent]... [= content] {, name...};
    std::vector<Variable> variables()
    {
        std::vector<Variable> found;
        Variable common;
        declarator_head(common);
        do {
            found.push_back(common);
            declarator(found.back());
        } while (accept(","));
        expect(";");
        return found;
    }

    void declarator_head(Variable &variable)
    {
        variable.space = word().substr(1);
        u64 lanes = 1;
        for (;;) {
            if (accept(".align")) {
                variable.alignment = integer();
            } else if (accept(".ptr")) { // an attribute of a parameter: what it points to
                while (is(".global") || is(".const") || is(".shared") || is(".local")) {
                    at++;
                }
                if (accept(".align")) {
                    integer();
                }
            } else if (is(".v2") || is(".v4")) {
                lanes = take().text[2] - '0';
            } else if (peek().kind == Token::WORD && peek().text[0] == '.' && variable.type.empty()) {
                variable.type = word().substr(1);
            } else {
                break;
            }
        }
        variable.size = size_of_type(variable.type) * lanes;
        if (variable.size == 0 && variable.type != "pred") {
            refuse("the type `" + variable.type + "` is not known");
        }
        variable.alignment = std::max(variable.alignment, variable.size);
    }

    void declarator(Variable &variable)
    {
        variable.name = word();
        if (accept("<")) {
            variable.count = integer();
            expect(">");
        }
        const u64 element = variable.size;
        while (accept("[")) {
            variable.size *= is("]") ? 0 : integer();
            expect("]");
        }
        if (accept("=")) {
            content(variable, element);
            variable.size = std::max<u64>(variable.size, variable.content.size());
            variable.content.resize(variable.size);
        }
    }

    void content(Variable &variable, u64 element)
    {
        if (accept("{")) {
            do {
                content(variable, element);
            } while (accept(","));
            expect("}");
            return;
        }
        if (peek().kind == Token::WORD) {
            refuse("`" + peek().text + "` as content of a variable is not known");
        }
        const u64 bits = integer();
        for (u64 i = 0; i < element; i++) {
            variable.content.push_back(bits >> (8 * i));
        }
    }

    std::vector<Variable> parameters()
    {
        std::vector<Variable> found;
        expect("(");
        while (!accept(")")) {
            Variable variable;
            declarator_head(variable);
            declarator(variable);
            found.push_back(variable);
            accept(",");
        }
        return found;
    }

    void function(bool entry)
    {
        auto made = std::make_shared<Function>();
        made->entry = entry;
        made->line = peek().line;
        if (!entry && is("(")) {
            made->results = parameters();
        }
        made->name = word();
        if (is("(")) {
            made->parameters = parameters();
        }
        while (!is("{") && !is(";")) {
            attribute(*made);
        }
        if (!accept(";")) {
            made->has_body = true;
            body(*made);
        }
        auto &known = program.functions[made->name];
        if (!known || made->has_body) {
            known = made;
        }
    }

    void attribute(Function &function)
    {
        if (is(".maxntid") || is(".reqntid")) {
            const bool required = take().text == ".reqntid";
            u32 sizes[3] = {1, 1, 1};
            u32 axis = 0;
            do {
                sizes[axis++] = integer();
            } while (accept(",") && axis < 3);
            if (required) {
                std::copy(sizes, sizes + 3, function.required);
            }
            function.most_threads = sizes[0] * sizes[1] * sizes[2];
        } else if (accept(".minnctapersm") || accept(".maxnreg")) {
            integer();
        } else if (accept(".pragma")) {
            skip_to(";");
        } else if (!accept(".noreturn")) {
            refuse("`" + peek().text + "` is not known");
        }
    }

    void body(Function &function)
    {
        u32 depth = 0;
        do {
            Statement statement{};
            statement.line = peek().line;
            if (accept("{")) {
                statement.kind = Statement::OPEN;
                depth++;
            } else if (accept("}")) {
                statement.kind = Statement::CLOSE;
                depth--;
            } else if (is(".loc") || is(".file")) {
                skip_line();
                continue;
            } else if (accept(".pragma")) {
                skip_to(";");
                continue;
            } else if (peek().text[0] == '.') {
                declare(function);
                continue;
            } else if (tokens[at + 1].text == ":" && tokens[at + 1].kind == Token::SIGN) {
                label(statement);
            } else {
                instruction(statement);
            }
            function.body.push_back(statement);
        } while (depth > 0);
    }

    void declare(Function &function)
    {
        if (!is(".reg") && !is(".shared") && !is(".local") && !is(".param")) {
            refuse("`" + peek().text + "` is not known");
        }
        const u32 line = peek().line;
        for (Variable &variable : variables()) {
            Statement statement{};
            statement.kind = Statement::DECLARE;
            statement.line = line;
            statement.variable = variable;
            function.body.push_back(statement);
        }
    }

    void label(Statement &statement)
    {
        statement.kind = Statement::LABEL;
        statement.name = word();
        expect(":");
        if (accept(".branchtargets")) {
            statement.kind = Statement::TARGETS;
            do {
                statement.operands.push_back(operand());
            } while (accept(","));
            expect(";");
        } else if (is(".callprototype")) {
            refuse("a call by address is not known");
        }
    }

    void instruction(Statement &statement)
    {
        statement.kind = Statement::INSTRUCTION;
        if (accept("@")) {
            statement.guard_not = accept("!");
            statement.guard = word();
        }
        statement.name = word();
        while (!accept(";")) {
            statement.operands.push_back(operand());
            if (!is(";")) {
                expect(",");
            }
        }
    }

    Operand operand()
    {
        Operand found;
        if (accept("{") || accept("(")) {
            const bool list = tokens[at - 1].text == "(";
            found.kind = list ? Operand::LIST : Operand::VECTOR;
            while (!accept(list ? ")" : "}")) {
                found.parts.push_back(operand());
                accept(",");
            }
        } else if (accept("[")) {
            found.kind = Operand::ADDRESS;
            if (peek().kind == Token::WORD) {
                found.name = word();
                found.bits = accept("+") || is("-") ? integer() : 0;
            } else {
                found.bits = integer();
            }
            expect("]");
        } else if (is("-") || peek().kind == Token::NUMBER) {
            const bool minus = accept("-");
            found = take().number;
            found.bits = minus ? 0 - found.bits : found.bits;
        } else {
            found.negated = accept("!");
            found.name = word();
            if (accept("|")) {
                found.second = word();
            }
        }
        return found;
    }
};
} // namespace

Program parse(const std::string &text) { return Parser(text).run(); }
} // namespace standin
