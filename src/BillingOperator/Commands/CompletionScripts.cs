namespace BillingOperator.Commands;

/// <summary>
/// What shells run at a tab: they ask the program itself, by the directive <c>[suggest]</c> of System.CommandLine, with the
/// line up to the cursor but without the program's own name. Options are offered only for a word that begins with a dash;
/// where the program knows nothing, the shell offers files.
/// </summary>
internal static class CompletionScripts
{
    /// <summary>The scripts by their shells.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>
        {
            ["bash"] = """
                # billing-operator: completion for bash
                _billing_operator() {
                    local line=${COMP_LINE:0:COMP_POINT} current=${COMP_WORDS[COMP_CWORD]} found
                    line=${line#*[[:space:]]}
                    found=$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2> /dev/null)
                    [[ $current == -* ]] || found=$(grep -v '^-' <<< "$found")
                    mapfile -t COMPREPLY < <(compgen -W "$found" -- "$current")
                }
                complete -o default -F _billing_operator billing-operator

                """,
            ["zsh"] = """
                #compdef billing-operator
                # billing-operator: completion for zsh
                _billing_operator() {
                    local line="${(j: :)words[2,CURRENT]}"
                    local -a found
                    found=("${(@f)$(${words[1]} "[suggest:${#line}]" "$line" 2> /dev/null)}")
                    [[ ${words[CURRENT]} == -* ]] || found=("${(@)found:#-*}")
                    found=("${(@)found:#}")
                    if (( $#found )); then
                        compadd -- "${found[@]}"
                    else
                        _files
                    fi
                }
                compdef _billing_operator billing-operator

                """,
            ["fish"] = """
                # billing-operator: completion for fish
                function __billing_operator_complete
                    set -l line (commandline -cp | string replace -r '^\s*\S+\s' '')
                    set -l found (billing-operator "[suggest:"(string length -- "$line")"]" "$line" 2> /dev/null)
                    string match -q -- '-*' (commandline -ct); or set found (string match -v -- '-*' $found)
                    if set -q found[1]
                        printf '%s\n' $found
                    else
                        __fish_complete_path (commandline -ct)
                    end
                end
                complete -c billing-operator -f -a '(__billing_operator_complete)'

                """,
        };
}
